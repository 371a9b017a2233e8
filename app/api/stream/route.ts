import { takeStreamRequest } from "@/lib/server/live/stream-door";

export const GET = takeStreamRequest;
