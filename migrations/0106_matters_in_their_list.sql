-- A member's matters and their steps are read from the order of their lists alone: a row in another place for each of twenty cost more than all else.
DROP INDEX core_matter_by_owner;
CREATE INDEX core_matter_of_owner ON core_matter (brand_id, owner_id, changed_at, id, root_kind, root_id, step, holder, holder_id, due_at,
	latest_kind, latest_id);
DROP INDEX core_trail_by_matter;
CREATE INDEX core_trail_of_matter ON core_trail (brand_id, matter_id, at, kind, id, from_kind, from_id, why);
