import { describe, expect, it } from "vitest";
import { isWeakPassword } from "@/lib/domain/weak-password";

describe("a password that is long enough", () => {
  it.each([
    "password1234",
    "Password2024!",
    "P@ssw0rd1234",
    "passwordpassword",
    "welcomeadmin1",
    "qwertyuiopas",
    "123456789012",
    "987654321098",
    "abcdefghijkl",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "123!123!123!123!",
    "banwatch-2026",
    "111122223333",
  ])("is refused when it is among the first that are tried: %s", (password) => {
    expect(isWeakPassword(password)).toBe(true);
  });

  it.each([
    "correct horse battery staple",
    "the owner's long password",
    "my dragon eats 7 lemons",
    "Tr0ub4dor&3xyz",
    "zebra-lamp-9",
    "9f3a7c51e2b04d",
    "验证码监控面板很好用的",
    "пароль из трёх слов",
  ])("is taken otherwise: %s", (password) => {
    expect(isWeakPassword(password)).toBe(false);
  });
});
