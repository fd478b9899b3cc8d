import type { PostAuthenticationTriggerEvent } from 'aws-lambda';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { noteSignIn } from '../domain/session.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('AUDIT_TABLE');
const audit = new AuditTable(documentClient(), env.AUDIT_TABLE);

/** Called by the user pool before it gives out tokens: when the trail takes no line, nobody signs in. */
export const handler = async (
  event: PostAuthenticationTriggerEvent,
  { awsRequestId }: { awsRequestId: string },
): Promise<PostAuthenticationTriggerEvent> => {
  const subject = event.request.userAttributes.sub ?? event.userName;
  await noteSignIn(audit, { subject, clientId: event.callerContext.clientId }, new Date(), awsRequestId);
  return event;
};
