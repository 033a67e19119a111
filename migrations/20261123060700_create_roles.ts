import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table roles (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text collate "C" not null,
      description text not null,
      created_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, name)
    )`.execute(db)
  await sql`
    create table role_permissions (
      tenant_id text collate "C" not null references tenants on delete cascade,
      role_id text collate "C" not null,
      resource_server_id text collate "C" not null,
      permission_name text collate "C" not null,
      primary key (tenant_id, role_id, resource_server_id, permission_name),
      foreign key (tenant_id, role_id) references roles on delete cascade,
      foreign key (tenant_id, resource_server_id) references resource_servers on delete cascade
    )`.execute(db)
  await sql`create index role_permissions_by_resource_server on role_permissions (tenant_id, resource_server_id, permission_name)`.execute(
    db,
  )
  await sql`
    create table user_roles (
      tenant_id text collate "C" not null references tenants on delete cascade,
      user_id text collate "C" not null,
      role_id text collate "C" not null,
      primary key (tenant_id, user_id, role_id),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, role_id) references roles on delete cascade
    )`.execute(db)
  await sql`create index user_roles_by_role on user_roles (tenant_id, role_id, user_id)`.execute(db)
  await sql`
    create table user_permissions (
      tenant_id text collate "C" not null references tenants on delete cascade,
      user_id text collate "C" not null,
      resource_server_id text collate "C" not null,
      permission_name text collate "C" not null,
      primary key (tenant_id, user_id, resource_server_id, permission_name),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, resource_server_id) references resource_servers on delete cascade
    )`.execute(db)
  await sql`create index user_permissions_by_resource_server on user_permissions (tenant_id, resource_server_id, permission_name)`.execute(
    db,
  )
}
