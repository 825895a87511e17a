-- What strangers may read, in order: for lists of addresses that search engines fetch.
CREATE INDEX community_thread_public ON community_thread (brand_id, id, active_at)
	WHERE audience_id = 1 AND hidden_at IS NULL AND deleted_at IS NULL;
