-- How many automatic replies a number had is asked with each word that draws one. This takes the
-- place of numbers.helped_at, which is not written any more.
CREATE INDEX messages_automatic ON messages(number_id, at) WHERE kind = 'automatic';
