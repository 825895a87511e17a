-- A tag that stands at no thread is offered only if the brand made it: a word from a closed board tells of it.

ALTER TABLE community_tag ADD COLUMN by_brand INTEGER NOT NULL DEFAULT 0; -- none, kept
-- 13: a tag.
UPDATE community_tag SET by_brand = 1 WHERE EXISTS (SELECT 1 FROM core_audit a WHERE a.brand_id = community_tag.brand_id
 AND a.action = 'tag.make' AND a.subject_kind = 13 AND a.subject_id = community_tag.id);
