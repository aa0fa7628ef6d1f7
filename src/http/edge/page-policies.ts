/** Nothing that is written into a page runs or styles it; everything comes from here. */
const OWN_ALONE = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]
const CLOSED = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]

/** Of the dashboard: pictures are made from bytes that it fetches. */
export const DASHBOARD_POLICY = [...OWN_ALONE, "img-src 'self' blob:", ...CLOSED].join('; ')

/** Of the API's documentation: Swagger UI brings its small pictures in its style sheet. */
export const DOCS_POLICY = [...OWN_ALONE, "img-src 'self' data:", "font-src 'self'", ...CLOSED].join('; ')
