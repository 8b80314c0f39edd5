-- The user who sent a message, where the owner of the session names none, as in a terminal.
ALTER TABLE postings ADD COLUMN sender TEXT NOT NULL DEFAULT '';
