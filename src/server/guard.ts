import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";

const cookie = "credence-view";

/**
 * Lets in who knows the token, from this machine and this page alone. A name that points to loopback (DNS rebinding) is another Host and is refused; a page
 * of another origin is; the token comes once in the address and then as a cookie that no script can read.
 *
 * @param hosts values of the Host header that are this server's own
 */
export function guard(token: string, hosts: () => readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!hosts().includes(host)) return context.text("This server answers to its own address only.", 421);
    const origin = context.req.header("origin");
    if (origin !== undefined && origin !== `http://${host}`)
      return context.text("Another origin may not ask.", 403);
    if (context.req.method !== "GET" && context.req.method !== "HEAD")
      return context.text("There is nothing to change here.", 405);
    const given = context.req.query("token");
    if (given !== undefined && same(given, token)) {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: "Strict", path: "/" });
      const address = new URL(context.req.url);
      address.searchParams.delete("token");
      return context.redirect(`${address.pathname}${address.search}`);
    }
    if (!same(getCookie(context, cookie) ?? "", token))
      return context.text("The token is missing or wrong: open the address that credence view printed.", 401);
    return next();
  };
}

/** Headers of every page: no script, no foreign asset, in no frame. Reports bring a stricter policy of their own. */
export const headers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    ...{ defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], imgSrc: ["data:"] },
    ...{ formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
  },
  referrerPolicy: "no-referrer",
  strictTransportSecurity: false,
  xFrameOptions: "DENY",
});

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
