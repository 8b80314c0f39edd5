-- What plugins want by the clock: `plan` says it, as JSON. A run that is claimed is nobody else's until the schedule moves on.
ALTER TABLE schedules ADD COLUMN plugin TEXT COLLATE "C";
ALTER TABLE schedules ADD COLUMN plan TEXT COLLATE "C";
ALTER TABLE schedules ADD COLUMN claimed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE schedules ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX schedules_of_plugin ON schedules (plugin, name) WHERE plugin IS NOT NULL;
