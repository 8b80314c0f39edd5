-- What was changed of plugins while hosts ran; the latest change of each counts.
CREATE TABLE plugin_changes (
    plugin     TEXT COLLATE "C" NOT NULL,
    version    BIGINT NOT NULL,
    enabled    BIGINT,
    settings   TEXT COLLATE "C" NOT NULL,
    changed_by TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (plugin, version)
);
