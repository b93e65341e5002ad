-- Digits typed into the inbox filter are looked for in the mobile numbers: with the number itself in
-- its index, the filter need not go to 20,000 rows of another table (7 ms down to 3).

ALTER TABLE leads ADD COLUMN mobile TEXT;
UPDATE leads SET mobile = (SELECT e164 FROM numbers WHERE numbers.id = number_id);

-- Kept here and not by each operation: a session of an earlier version may still be open.
CREATE TRIGGER leads_added_with_mobile AFTER INSERT ON leads
BEGIN
    UPDATE leads SET mobile = (SELECT e164 FROM numbers WHERE numbers.id = NEW.number_id)
    WHERE id = NEW.id;
END;
CREATE TRIGGER leads_changed_with_mobile AFTER UPDATE OF number_id ON leads
BEGIN
    UPDATE leads SET mobile = (SELECT e164 FROM numbers WHERE numbers.id = NEW.number_id)
    WHERE id = NEW.id;
END;

DROP INDEX leads_inbox;
CREATE INDEX leads_inbox ON leads(
    needs_reply DESC, last_activity DESC, id DESC, folded_name, file, mobile
);
