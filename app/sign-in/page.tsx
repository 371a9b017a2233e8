import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { readSignInNote } from "@/components/sign-in/sign-in-note";
import { SignInView } from "@/components/sign-in/sign-in-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sign-in");
  return { title: t("title") };
}

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, problem, note } = await searchParams;
  return <SignInView next={typeof next === "string" ? next : null} note={readSignInNote({ problem, note })} />;
}
