import { listAnnouncements } from '../contract/announcements.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AnnouncementsTable } from '../data/announcements.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { listAnnouncements as list } from '../domain/override-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { announcementView } from '../http/views/announcement-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'ANNOUNCEMENTS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const announcements = new AnnouncementsTable(client, { announcements: env.ANNOUNCEMENTS_TABLE });

export const handler = officerEndpoint(
  listAnnouncements,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const desk = { announcements, geography };
    const { rows, cursor, asOf, province, unread } = await list(
      desk,
      officer,
      path.province,
      query.state,
      pageOf(query),
      occasion,
    );
    const views = await Promise.all(rows.map((row) => announcementView(row, geography)));
    return { body: { asOf, province, unread, announcements: views, cursor: cursorOf(cursor) } };
  },
);
