/**
 * Access tokens. Kept in memory: a restart of the local org ends every session, as a client must be able to bear.
 */
import { randomBytes } from 'node:crypto';
import type { Session } from '../org.ts';

export interface Sessions {
  /** A new access token `<15-character organization id>!AQ…` for this user. The form is documented by the samples in the REST API guide; clients must treat it as opaque. */
  open(userId: string): Session;
  find(accessToken: string | undefined): Session | undefined;
  /** Ends the session; its token is answered with INVALID_SESSION_ID from now on. Returns whether there was one. */
  end(accessToken: string): boolean;
  /** A new refresh token with which this client can open further sessions of the user. */
  issueRefreshToken(userId: string, clientId: string): string;
  findRefreshToken(refreshToken: string): { userId: string; clientId: string } | undefined;
  endRefreshToken(refreshToken: string): boolean;
  /** Ends the sessions of users for whom `stays` is false. */
  keepOnly(stays: (userId: string) => boolean): void;
}

/** @param organizationId 15 or 18 characters */
export function createSessions(organizationId: string): Sessions {
  const sessions = new Map<string, Session>();
  const refreshTokens = new Map<string, { userId: string; clientId: string }>();
  return {
    open(userId) {
      const accessToken = `${organizationId.slice(0, 15)}!AQ${randomBytes(48).toString('base64url').replace(/-/g, '.')}`;
      const session: Session = { userId, accessToken };
      sessions.set(accessToken, session);
      return session;
    },
    find: (accessToken) => (accessToken === undefined ? undefined : sessions.get(accessToken)),
    end: (accessToken) => sessions.delete(accessToken),
    issueRefreshToken(userId, clientId) {
      const refreshToken = `5Aep861${randomBytes(40).toString('base64url')}`;
      refreshTokens.set(refreshToken, { userId, clientId });
      return refreshToken;
    },
    findRefreshToken: (refreshToken) => refreshTokens.get(refreshToken),
    endRefreshToken: (refreshToken) => refreshTokens.delete(refreshToken),
    keepOnly(stays) {
      for (const [token, { userId }] of sessions) if (!stays(userId)) sessions.delete(token);
      for (const [token, { userId }] of refreshTokens) if (!stays(userId)) refreshTokens.delete(token);
    }
  };
}
