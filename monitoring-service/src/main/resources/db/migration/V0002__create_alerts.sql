-- A tenant's own rules. A rule that has no row has the operator's defaults.
create table alert_rule (
    tenant_id text not null,
    name text not null,
    enabled boolean not null,
    threshold double precision not null,
    hysteresis double precision not null,
    window_seconds bigint not null,
    minimum_attempts integer not null,
    primary key (tenant_id, name)
);

create table alert (
    id uuid primary key,
    -- Null for the whole platform.
    tenant_id text,
    -- Null for all endpoints together.
    endpoint_id uuid,
    rule text not null,
    state text not null,
    value double precision not null,
    threshold double precision not null,
    since timestamptz not null,
    observed_at timestamptz not null,
    resolved_at timestamptz,
    ending text,
    cause text
);
-- At most one open alert for each thing that is watched: a second evaluator could not fire it again.
create unique index alert_open on alert (rule, coalesce(tenant_id, ''), coalesce(endpoint_id::text, ''))
    where state <> 'resolved';
create index alert_tenant on alert (tenant_id, id);

-- Mails that an alert's change of state promised, one for each recipient.
create table notification (
    id uuid primary key,
    alert_id uuid not null references alert,
    change text not null,
    recipient text not null,
    facts jsonb not null,
    created_at timestamptz not null,
    failures integer not null default 0,
    next_try_at timestamptz not null,
    sent_at timestamptz,
    given_up_at timestamptz,
    unique (alert_id, change, recipient)
);
create index notification_waiting on notification (next_try_at) where sent_at is null and given_up_at is null;
