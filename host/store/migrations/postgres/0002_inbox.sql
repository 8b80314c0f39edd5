ALTER TABLE postings ADD COLUMN one_shot BIGINT NOT NULL DEFAULT 0;
ALTER TABLE postings ADD COLUMN seed TEXT COLLATE "C" NOT NULL DEFAULT '[]';
ALTER TABLE postings ADD COLUMN unattended BIGINT NOT NULL DEFAULT 0;

-- Version 1 derived all three from the channel and the kind, and kept the seed as a blob of the session.
UPDATE postings SET one_shot = 1 WHERE channel = 'openai';
UPDATE postings SET unattended = 1 WHERE channel = 'openai' OR kind IN ('schedule', 'cli');
UPDATE postings SET seed = asides.text FROM asides
WHERE postings.channel = 'openai' AND asides.session = postings.session AND asides.id = 'earlier';
