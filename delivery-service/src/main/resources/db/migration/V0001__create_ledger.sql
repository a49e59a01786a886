-- The ledger. event and attempt are only ever appended to, and dropped by the day; ids are UUIDv7, so a day is a range
-- of ids; only expunging a payload changes rows of them. Nothing but dispatch_batch, retry and the small key table is
-- deleted from row by row.

create table event (
    id uuid primary key,
    tenant_id text not null,
    -- the publisher's own id, when it gave one
    external_id text,
    type text not null,
    channels text[] not null,
    created_at timestamptz not null,
    -- bytes, not jsonb: they reach the receiver as they were published
    payload bytea not null,
    -- the endpoints it was for when it was accepted
    endpoint_ids uuid[] not null,
    -- 0 high, 1 normal, 2 low
    priority int not null default 1,
    ordering_key text,
    -- not before then; null for at once
    deliver_at timestamptz,
    region text,
    -- the payload is empty since then; null while it is kept
    payload_expunged_at timestamptz
) partition by range (id);

create index event_of_tenant on event (tenant_id, id);
create index event_expunged on event (id) where payload_expunged_at is not null;

-- What must be unique over all days: a publisher's own ids and idempotency keys.
create table event_key (
    tenant_id text not null,
    -- 'id:' and an event's external id, or 'idempotency:' and an Idempotency-Key
    key text not null,
    -- of the request, to tell a repetition from another request under the same key
    fingerprint text not null,
    event_ids uuid[] not null,
    created_at timestamptz not null,
    primary key (tenant_id, key)
);

create index event_key_age on event_key (created_at);

-- A living instance; its row is renewed every few seconds.
create table instance (
    id uuid primary key,
    lease_until timestamptz not null
);

-- Deliveries that an instance has in memory. The row goes when each of them has an attempt recorded, or waits in retry.
create table dispatch_batch (
    id uuid primary key,
    -- null: nobody's yet, since the instance that wrote it had no room
    owner uuid,
    -- deliveries, in parallel arrays
    event_ids uuid[] not null,
    endpoint_ids uuid[] not null,
    numbers int[] not null,
    steps int[] not null,
    triggers text[] not null,
    -- those with the same one go in one request; null when none has one
    group_ids uuid[]
);

-- Ids cannot be compressed; not trying saves the time.
alter table dispatch_batch alter column event_ids set storage external, alter column endpoint_ids set storage external;

create index dispatch_batch_owner on dispatch_batch (owner);

create table attempt (
    id uuid not null,
    tenant_id text not null,
    event_id uuid not null,
    endpoint_id uuid not null,
    -- counts all attempts of the delivery, from 1
    number int not null,
    -- position in the retry schedule, from 0; a replay begins anew
    step int not null,
    trigger text not null,
    started_at timestamptz not null,
    duration interval not null,
    outcome text not null,
    status_code int,
    error text,
    -- what the delivery became by it: succeeded, retrying or dead
    delivery_status text not null,
    next_attempt_at timestamptz,
    request_url text not null,
    request_headers text not null,
    response_headers text,
    response_body bytea,
    primary key (tenant_id, id)
) partition by range (id);

create index attempt_of_event on attempt (event_id, endpoint_id, number);
create index attempt_of_endpoint on attempt (endpoint_id, id);
create index attempt_failed on attempt (tenant_id, outcome, id) where outcome <> 'succeeded';
create index attempt_failed_of_endpoint on attempt (endpoint_id, outcome, id) where outcome <> 'succeeded';

-- Deliveries that wait for their time.
create table retry (
    event_id uuid not null,
    endpoint_id uuid not null,
    tenant_id text not null,
    -- infinity: it waits for its endpoint, and not for a time
    due_at timestamptz not null,
    number int not null,
    step int not null,
    trigger text not null,
    -- 0 high, 1 normal, 2 low: the event's; for what is sent again 0 when one person asked for it, and 2 for replays
    priority int not null default 1,
    -- of a batch of events that failed: those with the same one go again together; null for none
    group_id uuid,
    -- where it stands in an ordered lane, which decides when it goes; null for those without an order
    lane_key text,
    lane_position bigint,
    primary key (event_id, endpoint_id),
    -- made due by itself, it would be sent out of its order
    constraint retry_keeps_its_order check (lane_position is null or due_at = 'infinity')
);

create index retry_due on retry (priority, due_at) where group_id is null;
create index retry_of_group on retry (due_at, group_id) where group_id is not null;
create index retry_of_tenant on retry (tenant_id, event_id, endpoint_id);
create index retry_parked on retry (endpoint_id, priority, event_id) where due_at = 'infinity' and lane_position is null;
create index retry_in_lane on retry (endpoint_id, lane_key, lane_position, event_id) where lane_position is not null;

-- Ordered lanes that deliveries wait in: all of an endpoint's, or those with one ordering key. The row goes with the last.
create table ordered_lane (
    endpoint_id uuid not null,
    -- empty: all of the endpoint's
    key text not null,
    -- the instance that sends from it; null: nobody
    owner uuid,
    -- names this time of being owned
    hold uuid,
    -- while it is nobody's, when it goes on; infinity: it waits for its endpoint, or for a person
    due_at timestamptz not null,
    -- the event whose dead letter blocks it
    blocked_by uuid,
    -- the greatest that was given away
    last_position bigint not null,
    primary key (endpoint_id, key)
) with (fillfactor = 70);

create index ordered_lane_owned on ordered_lane (owner) where owner is not null;
create index ordered_lane_due on ordered_lane (due_at) where owner is null and due_at < 'infinity';
create index ordered_lane_parked on ordered_lane (endpoint_id)
    where owner is null and due_at = 'infinity' and blocked_by is null;
create index ordered_lane_blocked on ordered_lane (endpoint_id) where blocked_by is not null;

-- Endpoints that deliveries wait for.
create table parked_endpoint (
    endpoint_id uuid primary key,
    -- when they are looked at: for a trial, or since there may be room again
    next_at timestamptz not null,
    -- only its instances look; null for any. What the catalog says counts: whoever sees that it is wrong corrects it
    region text
);

-- Deliveries that an event got after it was accepted: to an endpoint that did not exist then, or was disabled.
create table added_delivery (
    event_id uuid not null,
    endpoint_id uuid not null,
    tenant_id text not null,
    primary key (event_id, endpoint_id)
);

-- Deliveries that were cancelled before their first attempt. The row goes when a person sends one all the same.
create table cancellation (
    event_id uuid not null,
    endpoint_id uuid not null,
    tenant_id text not null,
    cancelled_at timestamptz not null,
    cancelled_by text not null,
    primary key (event_id, endpoint_id)
);

create index cancellation_of_tenant on cancellation (tenant_id, event_id, endpoint_id);

-- The schedule of each endpoint with a rate limit: its slots before next_at are given away. Lost in a crash of the server,
-- it begins anew, after longer than any slot that was given away.
create unlogged table rate_slot (
    endpoint_id uuid primary key,
    next_at timestamptz not null
);

create table dead_letter (
    id uuid primary key,
    tenant_id text not null,
    event_id uuid not null,
    endpoint_id uuid not null,
    event_type text not null,
    reason text not null,
    attempts int not null,
    -- what a failed expression said of the event; forgotten with the event's payload
    detail text,
    created_at timestamptz not null,
    -- null while it waits for a person
    resolution text,
    resolved_at timestamptz,
    resolved_by text,
    discard_reason text
);

create index dead_letter_waiting on dead_letter (tenant_id, id) where resolution is null;
create index dead_letter_of_event on dead_letter (event_id, endpoint_id);
create index dead_letter_of_tenant on dead_letter (tenant_id, event_id, endpoint_id) where resolution is null;
create index dead_letter_of_endpoint on dead_letter (endpoint_id, id) where resolution is null;

-- Sending again, as a task that any instance goes on with.
create table replay (
    id uuid primary key,
    tenant_id text not null,
    -- null: of all endpoints
    endpoint_id uuid,
    -- what it walks through, by their ids: events, or dead_letters
    source text not null,
    -- of the deliveries: succeeded, dead, missing
    statuses text[] not null,
    event_type text,
    -- the moments that were asked for
    since timestamptz,
    until timestamptz,
    -- where the walk has come to, and where it ends; the row there is not of it
    position uuid not null,
    stop uuid not null,
    -- pending, running, completed or cancelled
    status text not null,
    matched bigint not null,
    -- false: an estimate
    matched_exactly boolean not null,
    done bigint not null default 0,
    -- not before then: its rate is held by it
    next_at timestamptz not null,
    created_at timestamptz not null,
    created_by text not null,
    started_at timestamptz,
    ended_at timestamptz
);

create index replay_open on replay (next_at) where status in ('pending', 'running');
create index replay_of_tenant on replay (tenant_id, id);

-- Outcomes that monitoring-service has yet to hear of, one row a message: only their ids, since attempt has the rest.
create table attempt_news (
    id bigint generated always as identity primary key,
    -- names the message, so that it is counted once however often it is sent
    batch uuid not null,
    -- the tenants of the attempts, and how many of attempt_ids are each one's: the log is looked up by both
    tenants text[] not null,
    tenant_counts int[] not null,
    attempt_ids uuid[] not null,
    claimed_until timestamptz not null default '-infinity'
);

-- Ids hardly shrink: trying to compress them is wasted.
alter table attempt_news alter column attempt_ids set storage external;

-- Events that are published again and again. Firing one moves next_at on; the planned time is part of the event's id.
create table schedule (
    id uuid primary key,
    tenant_id text not null,
    name text not null,
    cron text not null,
    time_zone text not null,
    type text not null,
    payload text not null,
    channels text[] not null,
    -- null: its type's
    priority text,
    enabled boolean not null,
    created_at timestamptz not null,
    -- null while it is not enabled
    next_at timestamptz,
    last_at timestamptz,
    last_event_id text,
    -- why the last one was not published; null when it was
    last_error text
);

create unique index schedule_of_tenant on schedule (tenant_id, name);
create index schedule_due on schedule (next_at) where next_at is not null;

create table outbox (
    id bigint generated always as identity primary key,
    address text not null,
    body bytea not null,
    claimed_until timestamptz not null default '-infinity',
    created_at timestamptz not null default now()
);

-- Answers to requests with an Idempotency-Key, other than publishing, which has event_key.
create table idempotent_answer (
    scope text not null,
    key text not null,
    fingerprint text not null,
    status integer,
    location text,
    sealed_body text,
    created_at timestamptz not null default now(),
    primary key (scope, key)
);

create index idempotent_answer_created_at on idempotent_answer (created_at);

-- The copy of subscription-service's catalog.
create sequence catalog_revision;

create table catalog_record (
    kind text not null,
    id text not null,
    version bigint not null,
    body jsonb not null,
    revision bigint not null,
    primary key (kind, id)
);

create index catalog_record_revision on catalog_record (revision);
