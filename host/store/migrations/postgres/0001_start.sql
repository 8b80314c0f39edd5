-- Bytes order all texts, as in SQLite.
CREATE TABLE sessions (
    id         TEXT COLLATE "C" PRIMARY KEY,
    tenant     TEXT COLLATE "C" NOT NULL,
    person     TEXT COLLATE "C" NOT NULL,
    agent      TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    active_at  BIGINT NOT NULL,
    closed_at  BIGINT,
    turns      BIGINT NOT NULL DEFAULT 0,
    messages   BIGINT NOT NULL DEFAULT 0,
    summary    TEXT COLLATE "C" NOT NULL,
    summarised BIGINT NOT NULL
);
CREATE INDEX sessions_latest ON sessions (active_at, id);
CREATE INDEX sessions_of_owner ON sessions (tenant, person, active_at, id);

CREATE TABLE messages (
    session TEXT COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    seq     BIGINT NOT NULL,
    turn    BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    body    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (session, seq)
);

CREATE TABLE postings (
    arrived     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT COLLATE "C" NOT NULL UNIQUE,
    session     TEXT COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    key         TEXT COLLATE "C" NOT NULL,
    digest      TEXT COLLATE "C" NOT NULL,
    agent       TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    channel     TEXT COLLATE "C" NOT NULL,
    text        TEXT COLLATE "C" NOT NULL,
    attachments TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    turn        BIGINT,
    answered    BIGINT NOT NULL DEFAULT 0,
    UNIQUE (session, key)
);
CREATE INDEX postings_unanswered ON postings (session) WHERE answered = 0;

CREATE TABLE turns (
    session    TEXT COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    turn       BIGINT NOT NULL,
    posting    TEXT COLLATE "C" NOT NULL,
    agent      TEXT COLLATE "C" NOT NULL,
    ended      TEXT COLLATE "C",
    response   TEXT COLLATE "C" NOT NULL DEFAULT '',
    error      TEXT COLLATE "C",
    trace      TEXT COLLATE "C",
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    PRIMARY KEY (session, turn)
);

CREATE TABLE journal (
    step    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session TEXT COLLATE "C" NOT NULL,
    turn    BIGINT NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    value   TEXT COLLATE "C" NOT NULL,
    UNIQUE (session, turn, key),
    FOREIGN KEY (session, turn) REFERENCES turns ON DELETE CASCADE
);

CREATE TABLE asides (
    session TEXT COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id      TEXT COLLATE "C" NOT NULL,
    text    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (session, id)
);

CREATE TABLE approvals (
    id         TEXT COLLATE "C" PRIMARY KEY,
    session    TEXT COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    turn       BIGINT NOT NULL,
    agent      TEXT COLLATE "C" NOT NULL,
    tenant     TEXT COLLATE "C" NOT NULL,
    person     TEXT COLLATE "C" NOT NULL,
    call       TEXT COLLATE "C" NOT NULL,
    call_id    TEXT COLLATE "C" NOT NULL,
    tool       TEXT COLLATE "C" NOT NULL,
    hash       TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    asked_at   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    answerer   TEXT COLLATE "C",
    scope      TEXT COLLATE "C" NOT NULL,
    UNIQUE (session, turn, call_id, hash)
);
CREATE INDEX approvals_latest ON approvals (asked_at, id);
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE state = 'pending';

CREATE TABLE schedules (
    id       TEXT COLLATE "C" PRIMARY KEY,
    name     TEXT COLLATE "C" NOT NULL,
    tenant   TEXT COLLATE "C" NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    session  TEXT COLLATE "C" REFERENCES sessions ON DELETE CASCADE,
    agent    TEXT COLLATE "C" NOT NULL,
    message  TEXT COLLATE "C" NOT NULL,
    next_at  BIGINT NOT NULL,
    every_ms BIGINT
);
CREATE INDEX schedules_next ON schedules (next_at, id);
CREATE INDEX schedules_of_session ON schedules (session);

CREATE TABLE tokens (
    name       TEXT COLLATE "C" PRIMARY KEY,
    hash       TEXT COLLATE "C" NOT NULL UNIQUE,
    tenant     TEXT COLLATE "C" NOT NULL,
    person     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
