-- Consent is compared by the carrier's clock: how far it is ahead of this machine's, as the worker
-- last learned it.
ALTER TABLE worker ADD COLUMN carrier_ahead_ms INTEGER NOT NULL DEFAULT 0;

-- A revocation is remembered while a request after it waits: a START lifts it only if it is newer.
ALTER TABLE numbers ADD COLUMN revoked_at TEXT;
UPDATE numbers SET revoked_at = since WHERE status = 'Revoked';

-- Earlier versions forgot a revocation when the request after it had an unclear answer. It stands
-- until the client's own START, or YES to a request.
UPDATE numbers SET returns_to = 'Revoked'
WHERE status = 'Not Authorized' AND (
    SELECT max(id) FROM consent_events WHERE number_id = numbers.id
        AND cause IN ('STOP', 'said so', 'carrier', 'by hand', 'judged an opt-out')
        AND after = 'Revoked'
) > coalesce((
    SELECT max(id) FROM consent_events WHERE number_id = numbers.id
        AND after = 'Authorized' AND before <> 'Authorized'
), 0);
UPDATE numbers SET revoked_at = (
    SELECT max(at) FROM consent_events WHERE number_id = numbers.id
        AND cause IN ('STOP', 'said so', 'carrier', 'by hand', 'judged an opt-out')
        AND after = 'Revoked'
)
WHERE returns_to = 'Revoked';
UPDATE numbers SET open_until = min(
    open_until, strftime('%Y-%m-%dT%H:%M:%fZ', requested_at, '+72 hours')
)
WHERE status = 'Not Authorized' AND returns_to = 'Revoked' AND open_until IS NOT NULL
    AND requested_at IS NOT NULL;
-- A request that failed is not open any more at a number that had revoked before it.
UPDATE numbers SET open_until = NULL WHERE status = 'Revoked';
