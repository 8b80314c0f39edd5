-- The label of a session, for lists of sessions.
ALTER TABLE sessions ADD COLUMN label TEXT NOT NULL DEFAULT '';
