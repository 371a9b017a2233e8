/** One line for the person who started the command. */
export const say = (line: string) => process.stdout.write(`banwatch: ${line}\n`);
