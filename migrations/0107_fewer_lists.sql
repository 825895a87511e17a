-- A reply moved its thread in five lists, on SQLite now in two, or three where it has a product: all threads, and all of a board, are the lists
-- of their four states, merged while they are read.  PostgreSQL would sort them instead, and keeps both.
-- sqlite:
DROP INDEX community_thread_newest;
DROP INDEX community_thread_by_board;
-- both:
DROP INDEX community_thread_by_product;
CREATE INDEX community_thread_of_product ON community_thread (brand_id, product_id, state, active_at)
	WHERE product_id > 0 AND hidden_at IS NULL AND deleted_at IS NULL;
