-- Of a file on the disk it is asked whether a row names it: what a crash left is taken away.
CREATE INDEX core_blob_by_name ON core_blob (brand_id, disk_name);
