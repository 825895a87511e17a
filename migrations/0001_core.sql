-- The core's own tables: what all slices stand on.

-- house: which brands have something due; workers read it, then work brand by brand
CREATE TABLE core_brand_due (
	brand_id INTEGER NOT NULL,        -- none, kept
	due_at INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (brand_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_brand_due_by_due ON core_brand_due (due_at);

-- house: postal codes and towns are the same for every brand
CREATE TABLE core_place (
	id INTEGER NOT NULL,              -- none, kept
	country TEXT NOT NULL,            -- none, kept
	code TEXT NOT NULL,               -- none, kept
	name TEXT NOT NULL,               -- none, kept
	town TEXT NOT NULL,               -- none, kept
	town_folded TEXT NOT NULL,        -- none, kept
	region TEXT NOT NULL,             -- none, kept
	lat REAL NOT NULL,                -- none, kept
	lon REAL NOT NULL,                -- none, kept
	kind TEXT NOT NULL,               -- none, kept
	rank INTEGER NOT NULL,            -- none, kept
	PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_place_by_code ON core_place (code, country);
CREATE INDEX core_place_by_town ON core_place (town_folded, rank);

CREATE TABLE core_audience_member (
	brand_id INTEGER NOT NULL,        -- none, kept
	member_id INTEGER NOT NULL,       -- personal, with the member
	audience_id INTEGER NOT NULL,     -- none, kept
	PRIMARY KEY (brand_id, member_id, audience_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE core_outbox (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	kind TEXT NOT NULL,               -- none, 30 days
	subject_kind INTEGER NOT NULL,    -- none, 30 days
	subject_id INTEGER NOT NULL,      -- none, 30 days
	other_kind INTEGER NOT NULL,      -- none, 30 days
	other_id INTEGER NOT NULL,        -- none, 30 days
	actor_id INTEGER NOT NULL,        -- personal, 30 days
	to_member_id INTEGER NOT NULL,    -- personal, 30 days
	text TEXT NOT NULL,               -- personal, 30 days
	at INTEGER NOT NULL,              -- none, 30 days
	due_at INTEGER NOT NULL,          -- none, 30 days
	attempts INTEGER NOT NULL,        -- none, 30 days
	parked INTEGER NOT NULL,          -- none, 30 days
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_outbox_by_due ON core_outbox (brand_id, parked, due_at);

CREATE TABLE core_job (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	kind TEXT NOT NULL,               -- none, until done
	subject_kind INTEGER NOT NULL,    -- none, until done
	subject_id INTEGER NOT NULL,      -- none, until done
	run_as INTEGER NOT NULL,          -- personal, until done
	text TEXT NOT NULL,               -- personal, until done
	due_at INTEGER NOT NULL,          -- none, until done
	leased_until INTEGER NOT NULL,    -- none, until done
	attempt INTEGER NOT NULL,         -- none, until done
	error TEXT NOT NULL,              -- none, until done
	PRIMARY KEY (brand_id, id),
	UNIQUE (brand_id, kind, subject_kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_job_by_due ON core_job (brand_id, due_at);

CREATE TABLE core_matter (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	root_kind INTEGER NOT NULL,       -- none, kept
	root_id INTEGER NOT NULL,         -- none, kept
	step INTEGER NOT NULL,            -- none, kept
	holder INTEGER NOT NULL,          -- none, kept
	holder_id INTEGER NOT NULL,       -- personal, with the member
	due_at INTEGER NOT NULL,          -- none, kept
	latest_kind INTEGER NOT NULL,     -- none, kept
	latest_id INTEGER NOT NULL,       -- none, kept
	changed_at INTEGER NOT NULL,      -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_matter_by_owner ON core_matter (brand_id, owner_id, changed_at);
CREATE INDEX core_matter_by_holder ON core_matter (brand_id, holder_id, changed_at) WHERE holder_id > 0;

CREATE TABLE core_trail (
	brand_id INTEGER NOT NULL,        -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	matter_id INTEGER NOT NULL,       -- none, kept
	from_kind INTEGER NOT NULL,       -- none, kept
	from_id INTEGER NOT NULL,         -- none, kept
	why TEXT NOT NULL,                -- none, kept
	at INTEGER NOT NULL,              -- none, kept
	PRIMARY KEY (brand_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_trail_by_matter ON core_trail (brand_id, matter_id, at);

CREATE TABLE core_setting (
	brand_id INTEGER NOT NULL,        -- none, kept
	name TEXT NOT NULL,               -- none, kept
	value TEXT NOT NULL,              -- none, kept
	PRIMARY KEY (brand_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE core_audit (
	brand_id INTEGER NOT NULL,        -- none, kept
	number INTEGER NOT NULL,          -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	actor_id INTEGER NOT NULL,        -- personal, 12 months
	action TEXT NOT NULL,             -- none, 12 months
	subject_kind INTEGER NOT NULL,    -- none, 12 months
	subject_id INTEGER NOT NULL,      -- none, 12 months
	details TEXT NOT NULL,            -- none, 12 months
	at INTEGER NOT NULL,              -- none, 12 months
	hash BLOB NOT NULL,               -- none, kept
	PRIMARY KEY (brand_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE core_mail (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	to_address TEXT NOT NULL,         -- personal, until sent
	to_name TEXT NOT NULL,            -- personal, until sent
	from_name TEXT NOT NULL,          -- none, until sent
	subject TEXT NOT NULL,            -- personal, until sent
	text TEXT NOT NULL,               -- personal, until sent
	html TEXT NOT NULL,               -- personal, until sent
	calendar TEXT NOT NULL,           -- personal, until sent
	calendar_method TEXT NOT NULL,    -- none, until sent
	about_kind INTEGER NOT NULL,      -- none, until sent
	about_id INTEGER NOT NULL,        -- none, until sent
	made_at INTEGER NOT NULL,         -- none, until sent
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE core_once (
	brand_id INTEGER NOT NULL,        -- none, kept
	who INTEGER NOT NULL,             -- personal, 2 days
	key TEXT NOT NULL,                -- none, 2 days
	route TEXT NOT NULL,              -- none, 2 days
	status INTEGER NOT NULL,          -- none, 2 days
	location TEXT NOT NULL,           -- none, 2 days
	body TEXT NOT NULL,               -- personal, 2 days
	at INTEGER NOT NULL,              -- none, 2 days
	PRIMARY KEY (brand_id, who, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_once_by_age ON core_once (brand_id, at);

CREATE TABLE core_blob (
	brand_id INTEGER NOT NULL,        -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	owner_id INTEGER NOT NULL,        -- personal, with the member
	content_type TEXT NOT NULL,       -- none, kept
	file_name TEXT NOT NULL,          -- personal, with the member
	disk_name TEXT NOT NULL,          -- none, kept
	size INTEGER NOT NULL,            -- none, kept
	made_at INTEGER NOT NULL,         -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE core_subject_alias (
	brand_id INTEGER NOT NULL,        -- none, kept
	kind INTEGER NOT NULL,            -- none, kept
	id INTEGER NOT NULL,              -- none, kept
	to_id INTEGER NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, kind, id)
) STRICT, WITHOUT ROWID;
