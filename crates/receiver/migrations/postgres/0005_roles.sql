-- Roles of staff, and an end for passwords that are good for one sign-in.
-- Who was here before worked on requests, and goes on to.
ALTER TABLE staff ADD COLUMN role TEXT NOT NULL DEFAULT 'compliance' CHECK (role IN ('viewer', 'marketer', 'compliance', 'admin'));
ALTER TABLE staff ADD COLUMN once_until TEXT; -- until when the password for one sign-in counts; none: it is no such one, or has no end
