-- Values that plugins keep: their own (no person, no session), a user's, or a session's.
CREATE TABLE kept (
    plugin     TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    tenant     TEXT COLLATE "C" NOT NULL,
    person     TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT,
    -- The session again, as `person` has it, so that its values go with it.
    session    TEXT COLLATE "C" REFERENCES sessions ON DELETE CASCADE,
    PRIMARY KEY (plugin, kind, tenant, person, key)
);

CREATE INDEX kept_by_session ON kept (session);
CREATE INDEX kept_by_expiry ON kept (expires_at);
