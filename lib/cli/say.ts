import { toOneLine } from "@/lib/server/one-line";

/** One line for the person who started the command. */
export const say = (line: string) => process.stdout.write(`banwatch: ${toOneLine(line)}\n`);
