-- Batches that were counted. A batch that comes again within the retention is recognised and not counted twice.
create table processed_batch (
    id uuid primary key,
    processed_at timestamptz not null default now()
);
create index processed_batch_processed_at on processed_batch (processed_at);

-- What happened in one minute. An attempt belongs to the minute in which it ended. docs/metrics.md defines each number.
-- Rows of the present minute are updated again and again: the free space in each page keeps those updates off the indexes.
create table statistics_minute (
    minute timestamptz not null,
    tenant_id text not null,
    endpoint_id uuid not null,
    event_type text not null,
    outcome_2xx bigint not null,
    outcome_3xx bigint not null,
    outcome_4xx bigint not null,
    outcome_5xx bigint not null,
    outcome_timeout bigint not null,
    outcome_connection bigint not null,
    outcome_tls bigint not null,
    outcome_dns bigint not null,
    outcome_blocked bigint not null,
    first_attempts bigint not null,
    first_attempt_successes bigint not null,
    retries bigint not null,
    deliveries_succeeded bigint not null,
    deliveries_dead bigint not null,
    delivery_times bigint not null,
    delivery_micros bigint not null,
    delivery_sketch bytea,
    primary key (minute, tenant_id, endpoint_id, event_type)
) with (fillfactor = 70);
create index statistics_minute_tenant on statistics_minute (tenant_id, minute);

-- The latest attempt of each outcome class at each endpoint: an example for every kind of failure.
create table latest_attempt (
    endpoint_id uuid not null,
    outcome text not null,
    tenant_id text not null,
    ended_at timestamptz not null,
    attempt_id uuid not null,
    event_id text not null,
    event_type text not null,
    status_code integer,
    error text,
    primary key (endpoint_id, outcome)
) with (fillfactor = 70);
create index latest_attempt_tenant on latest_attempt (tenant_id);
