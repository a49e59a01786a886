-- What is deleted stays as a tombstone: its id and version go on telling late readers that it is gone.

create table tenant (
    id text primary key,
    -- UUIDv7: lists go by the order of creation.
    sort_id uuid not null unique,
    version bigint not null,
    name text,
    contacts text[] not null,
    metadata text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);

create table event_type (
    name text primary key,
    sort_id uuid not null unique,
    version bigint not null,
    description text,
    group_name text,
    schema text,
    sample_payload text,
    priority text not null check (priority in ('HIGH', 'NORMAL', 'LOW')),
    retry_pauses_millis bigint[],
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);

create table endpoint (
    id uuid primary key,
    tenant_id text not null references tenant,
    version bigint not null,
    name text,
    description text,
    url text,
    status text not null check (status in ('ENABLED', 'PAUSED', 'DISABLED')),
    status_reason text,
    sealed_headers text,
    sealed_auth text,
    timeout_millis bigint,
    retry_pauses_millis bigint[],
    -- JSON, for delivery-service alone to understand. Null for all defaults.
    delivery_options text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);
create index endpoint_tenant on endpoint (tenant_id, id) where deleted_at is null;

create table subscription (
    id uuid primary key,
    endpoint_id uuid not null references endpoint,
    event_type text not null,
    channels text[] not null,
    filter text,
    transform text,
    created_at timestamptz not null
);
create index subscription_endpoint on subscription (endpoint_id, id);

create table signing_secret (
    id uuid primary key,
    endpoint_id uuid not null references endpoint,
    sealed text not null,
    created_at timestamptz not null,
    -- Null for the one in use. There is never a second: secrets change under the lock on the endpoint's row.
    expires_at timestamptz
);
create index signing_secret_endpoint on signing_secret (endpoint_id, id);

create table api_key (
    id uuid primary key,
    version bigint not null,
    -- Null for a key of the operator.
    tenant_id text references tenant,
    name text,
    -- Hex SHA-256. Kept after a revocation, so that a revoked key never comes back.
    hash text not null unique,
    scopes text[] not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);
create index api_key_tenant on api_key (tenant_id, id) where deleted_at is null;

-- Which form of the catalog has been sent to the other services as a whole.
create table catalog_snapshot (
    generation integer primary key,
    sent_at timestamptz not null default now()
);
