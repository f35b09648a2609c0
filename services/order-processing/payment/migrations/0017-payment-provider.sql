-- Every payment says at which provider it was made: cards at Stripe (or at the sandbox in its place),
-- promises in the shop's own books. What staff had written beside a method chose nothing.
update payment set provider = case authorization_kind when 'card' then 'stripe' else 'shop' end
where provider is distinct from case authorization_kind when 'card' then 'stripe' else 'shop' end;
-- an earlier version beside this one may end what was never begun without naming any
alter table payment alter column provider set default 'stripe';
alter table payment alter column provider set not null;
