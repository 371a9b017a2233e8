import { takeNextCall } from "@/lib/server/proxy/next-door";

export async function POST(request: Request, context: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { path } = await context.params;
  return takeNextCall(request, path);
}
