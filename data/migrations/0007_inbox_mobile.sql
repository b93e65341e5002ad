-- Digits typed into the inbox filter are looked for in the mobile numbers: with the number itself in
-- its index, the filter need not go to 20,000 rows of another table (7 ms down to 3).

ALTER TABLE leads ADD COLUMN mobile TEXT;
UPDATE leads SET mobile = (SELECT e164 FROM numbers WHERE numbers.id = number_id);

DROP INDEX leads_inbox;
CREATE INDEX leads_inbox ON leads(
    needs_reply DESC, last_activity DESC, id DESC, folded_name, file, mobile
);
