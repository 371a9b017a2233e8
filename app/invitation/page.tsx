import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationView } from "@/components/sign-in/invitation-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sign-in.invitation");
  return { title: t("title") };
}

export default function InvitationPage() {
  return <InvitationView />;
}
