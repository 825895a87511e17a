-- What was looked for in a whole brand is found by an index: a member's mails and jobs when she leaves, the log by its ids,
-- the weeks of one board or product.
CREATE INDEX core_mail_by_address ON core_mail (brand_id, to_address, id);
CREATE INDEX core_job_by_member ON core_job (brand_id, run_as, id) WHERE run_as <> 0;
CREATE INDEX core_audit_by_id ON core_audit (brand_id, id);
CREATE INDEX insights_week_of ON insights_week (brand_id, kind, id, week);
