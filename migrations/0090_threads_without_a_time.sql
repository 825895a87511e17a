-- Imported without any time: last in lists that go by time, instead of at the time of the import.

UPDATE community_thread SET active_at = 0 WHERE created_at = 0 AND NOT EXISTS (SELECT 1 FROM community_post p
 WHERE p.brand_id = community_thread.brand_id AND p.thread_id = community_thread.id AND p.created_at > 0);
UPDATE store_document SET at = 0 WHERE EXISTS (SELECT 1 FROM community_thread t
 WHERE t.brand_id = store_document.brand_id AND t.id = store_document.id AND t.active_at = 0);
