import {
  createProxyKeyRequest,
  createProxyKeyResponse,
  proxyKeyListQuery,
  proxyKeyListResponse,
} from "@/lib/contracts/proxy-keys";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: proxyKeyListQuery, response: proxyKeyListResponse },
  (query, { services }) => services.proxyKeys.list(query),
);

export const POST = changeRoute(
  { access: "admin", body: createProxyKeyRequest, response: createProxyKeyResponse, status: 201 },
  (request, { services, actor }) => services.proxyKeys.create(request, actor),
);
