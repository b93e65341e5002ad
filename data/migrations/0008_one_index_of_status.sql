-- The index of all statuses leads to the few messages that wait or are under way as well as these
-- did. Each of them was one more page to write with every claim and settlement.

DROP INDEX messages_queued;
DROP INDEX messages_sending;
DROP INDEX messages_uncertain;
