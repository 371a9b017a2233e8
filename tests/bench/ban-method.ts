/** A call of it has the simulated provider ban the key that it was made with. */
export const BAN_METHOD = "banThisKey";
