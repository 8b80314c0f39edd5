CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    tenant     TEXT NOT NULL,
    person     TEXT NOT NULL,
    agent      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    active_at  INTEGER NOT NULL,
    closed_at  INTEGER,
    turns      INTEGER NOT NULL DEFAULT 0,
    messages   INTEGER NOT NULL DEFAULT 0,
    summary    TEXT NOT NULL,
    summarised INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_latest ON sessions (active_at, id);
CREATE INDEX sessions_of_owner ON sessions (tenant, person, active_at, id);

CREATE TABLE messages (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    turn    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (session, seq)
) STRICT;

CREATE TABLE postings (
    arrived     INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    session     TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    key         TEXT NOT NULL,
    digest      TEXT NOT NULL,
    agent       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    text        TEXT NOT NULL,
    attachments TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    turn        INTEGER,
    answered    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (session, key)
) STRICT;
CREATE INDEX postings_unanswered ON postings (session) WHERE answered = 0;

CREATE TABLE turns (
    session    TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    turn       INTEGER NOT NULL,
    posting    TEXT NOT NULL,
    agent      TEXT NOT NULL,
    ended      TEXT,
    response   TEXT NOT NULL DEFAULT '',
    error      TEXT,
    trace      TEXT,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    PRIMARY KEY (session, turn)
) STRICT;

CREATE TABLE journal (
    step    INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    turn    INTEGER NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    UNIQUE (session, turn, key),
    FOREIGN KEY (session, turn) REFERENCES turns ON DELETE CASCADE
) STRICT;

CREATE TABLE asides (
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id      TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (session, id)
) STRICT;

CREATE TABLE approvals (
    id         TEXT PRIMARY KEY,
    session    TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    turn       INTEGER NOT NULL,
    agent      TEXT NOT NULL,
    tenant     TEXT NOT NULL,
    person     TEXT NOT NULL,
    call       TEXT NOT NULL,
    call_id    TEXT NOT NULL,
    tool       TEXT NOT NULL,
    hash       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    asked_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state      TEXT NOT NULL,
    answerer   TEXT,
    scope      TEXT NOT NULL,
    UNIQUE (session, turn, call_id, hash)
) STRICT;
CREATE INDEX approvals_latest ON approvals (asked_at, id);
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE state = 'pending';

CREATE TABLE schedules (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    tenant   TEXT NOT NULL,
    person   TEXT NOT NULL,
    session  TEXT REFERENCES sessions ON DELETE CASCADE,
    agent    TEXT NOT NULL,
    message  TEXT NOT NULL,
    next_at  INTEGER NOT NULL,
    every_ms INTEGER
) STRICT;
CREATE INDEX schedules_next ON schedules (next_at, id);
CREATE INDEX schedules_of_session ON schedules (session);

CREATE TABLE tokens (
    name       TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    tenant     TEXT NOT NULL,
    person     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT;
