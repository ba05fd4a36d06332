"""Reference plugin of an industry authority: reports facts, holds approvals, plans visits."""
