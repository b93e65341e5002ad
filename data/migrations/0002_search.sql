-- Full-text search over bodies. `tags` holds one token per filter, so that filters stream inside
-- FTS5 as well: probing rows instead took up to 56 ms at a million messages, this at most 7.

-- Every tag begins with four signs of the private area (the # below). Nobody types them, and each
-- prefix index has one short list for all tags instead of one for each. A number stands in the tags
-- as its runs of three digits, one after the other, so that any piece of it is a phrase; `tel`
-- stands before the first.
CREATE VIEW messages_searchable AS
SELECT
    messages.id,
    body,
    replace(
        coalesce('#lead' || lead_id || ' ', '') || '#number' || number_id || ' #dir' || direction
            || coalesce(' #category' || category_id, '') || coalesce(' #author' || author_id, '')
            || ' #tel ' || substr(
                '#' || substr(e164, 2, 3) || ' #' || substr(e164, 3, 3)
                    || ' #' || substr(e164, 4, 3) || ' #' || substr(e164, 5, 3)
                    || ' #' || substr(e164, 6, 3) || ' #' || substr(e164, 7, 3)
                    || ' #' || substr(e164, 8, 3) || ' #' || substr(e164, 9, 3)
                    || ' #' || substr(e164, 10, 3) || ' #' || substr(e164, 11, 3)
                    || ' #' || substr(e164, 12, 3) || ' #' || substr(e164, 13, 3)
                    || ' #' || substr(e164, 14, 3),
                1, 5 * length(e164) - 16 -- a plus and n digits have n - 2 runs of 5 signs
            ),
        '#', char(57344, 57344, 57344, 57344)
    ) AS tags
FROM messages JOIN numbers ON numbers.id = number_id;

-- A beginning without a list in a prefix index is put together from the lists of all its words before
-- the first hit is known (1.3 ms for 13,000 hits), so the time grows with the store. 40 MB a million
-- for each length.
CREATE VIRTUAL TABLE messages_fts USING fts5(
    body, tags,
    content = 'messages_searchable', content_rowid = 'id',
    tokenize = 'unicode61', columnsize = 0, prefix = '1 2 3 4'
);

INSERT INTO messages_fts (messages_fts) VALUES ('rebuild');

-- The words there are: of a longer beginning the few that it can be, each with its own list.
CREATE VIRTUAL TABLE messages_words USING fts5vocab('messages_fts', 'instance');

-- Bodies are frozen and messages are never deleted, so inserting is all there is to follow.
CREATE TRIGGER messages_found AFTER INSERT ON messages
BEGIN
    INSERT INTO messages_fts (rowid, body, tags)
    SELECT id, body, tags FROM messages_searchable WHERE id = NEW.id;
END;

-- From days to ids: which messages each day (UTC) has. Ids follow the time nearly, not exactly: a
-- reply is recorded when it is asked for, and it bears the carrier's time.
CREATE TABLE message_days (
    day TEXT PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO message_days (day, first_id, last_id)
SELECT substr(at, 1, 10), min(id), max(id) FROM messages GROUP BY 1;

CREATE TRIGGER messages_dated AFTER INSERT ON messages
BEGIN
    INSERT INTO message_days (day, first_id, last_id) VALUES (substr(NEW.at, 1, 10), NEW.id, NEW.id)
    ON CONFLICT (day) DO UPDATE SET first_id = min(first_id, NEW.id), last_id = max(last_id, NEW.id);
END;

-- Who shares a number, or did.
CREATE INDEX lead_numbers_number ON lead_numbers(number_id);

-- A status moves, so it cannot be a tag; messages of a rare one are found here.
CREATE INDEX messages_status ON messages(status);
