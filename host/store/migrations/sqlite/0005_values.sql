-- Values that plugins keep: their own (no person, no session), a user's, or a session's.
CREATE TABLE kept (
    plugin     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    tenant     TEXT NOT NULL,
    person     TEXT NOT NULL,
    key        TEXT NOT NULL,
    value      TEXT NOT NULL,
    expires_at INTEGER,
    -- The session again, as `person` has it, so that its values go with it.
    session    TEXT REFERENCES sessions ON DELETE CASCADE,
    PRIMARY KEY (plugin, kind, tenant, person, key)
) STRICT;

CREATE INDEX kept_by_session ON kept (session);
CREATE INDEX kept_by_expiry ON kept (expires_at);
