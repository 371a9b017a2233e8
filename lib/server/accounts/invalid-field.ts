import { RequestError } from "../request-error";

/** A field that a request got wrong. `message` is read after the field's name, as the contracts write theirs. */
export const invalidField = (field: string, message: string): RequestError =>
  new RequestError(400, "invalid_request", `${field} ${message}.`, { fields: [{ field, message }] });
