import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";

/** Why a form was not saved, as far as no field tells. Read out at once. */
export function FormFailure({ message }: { message: string | null }) {
  const t = useTranslations("settings");
  return (
    <div role="alert" className="empty:hidden">
      {message !== null && (
        <div className="flex gap-3 rounded-md border border-critical/40 bg-critical-soft p-3">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
          <div className="min-w-0">
            <p className="font-medium text-critical">{t("saveFailed")}</p>
            <p className="wrap-anywhere">{message}</p>
          </div>
        </div>
      )}
    </div>
  );
}
