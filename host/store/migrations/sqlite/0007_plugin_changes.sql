-- What was changed of plugins while hosts ran; the latest change of each counts.
CREATE TABLE plugin_changes (
    plugin     TEXT NOT NULL,
    version    INTEGER NOT NULL,
    enabled    INTEGER,
    settings   TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (plugin, version)
) STRICT;
