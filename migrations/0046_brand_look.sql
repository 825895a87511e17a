-- A brand's pictures, as addresses that tell their size, and the letters of its headings.

ALTER TABLE brand_brand ADD COLUMN logo TEXT NOT NULL DEFAULT '';      -- none, kept
ALTER TABLE brand_brand ADD COLUMN logo_dark TEXT NOT NULL DEFAULT ''; -- none, kept
ALTER TABLE brand_brand ADD COLUMN icon TEXT NOT NULL DEFAULT '';      -- none, kept
ALTER TABLE brand_brand ADD COLUMN font TEXT NOT NULL DEFAULT '';      -- none, kept
