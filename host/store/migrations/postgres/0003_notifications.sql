-- The sum of 1 for session.start, 2 for message.received and 4 for turn.persisted, as far as they are pending.
ALTER TABLE turns ADD COLUMN pending BIGINT NOT NULL DEFAULT 0;
CREATE INDEX turns_pending ON turns (posting) WHERE ended IS NOT NULL AND pending <> 0;

-- Version 2 did not record what had fired in a turn that began.
UPDATE turns SET pending = CASE WHEN turn = 1 THEN 3 ELSE 2 END WHERE ended IS NULL;
