import { useTranslations } from "next-intl";
import { ApiError } from "@/lib/client/api/fetch-json";

/** Why something about a person was refused: in our words for the last owner, else in the server's. */
export function usePersonProblem(): (error: Error) => string {
  const t = useTranslations("settings.people");
  return (error) =>
    error instanceof ApiError && error.problem?.code === "last_owner" ? t("lastOwner") : error.message;
}
