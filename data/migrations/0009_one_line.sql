-- Texts wait for the hours of every lead that shares the number: the zones these state are read from
-- the index, a step for each zone, however many leads there are.

DROP INDEX leads_number;
CREATE INDEX leads_number ON leads(number_id, timezone);
