-- However many texts one number sends, each is recorded with a few steps: what it is compared with is
-- found without a walk through the others.

-- Whether both products have told of a message: then no further record is its other half.
ALTER TABLE messages ADD COLUMN paired INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET paired = 1 WHERE id IN (
    SELECT message_id FROM received_records GROUP BY message_id HAVING count(DISTINCT product) > 1
);
CREATE INDEX messages_unpaired ON messages(number_id, product, at)
    WHERE direction = 'in' AND paired = 0;
-- The joined texts that a part may belong to; a long text has at least thirty characters.
CREATE INDEX messages_joined ON messages(number_id, at)
    WHERE direction = 'in' AND product = 'MESSAGES' AND length(body) >= 30;
CREATE INDEX messages_parts ON messages(part_of) WHERE part_of IS NOT NULL;
-- What was written to a number, by whom it was written for: few beside what may come from it.
CREATE INDEX messages_out ON messages(number_id, lead_id) WHERE direction = 'out';

-- Replies that a STOP cancelled before they went out are none that a number had.
DROP INDEX messages_automatic;
CREATE INDEX messages_automatic ON messages(number_id, at)
    WHERE kind = 'automatic' AND (status = 'queued' OR claimed_at IS NOT NULL);

CREATE INDEX consent_events_authorized ON consent_events(number_id, id)
    WHERE after = 'Authorized' AND before <> 'Authorized';

-- A digest of the sender and the words of each record: an id that comes again with others is another
-- message. NULL for those of earlier versions.
ALTER TABLE received_records ADD COLUMN words TEXT;
