import { i18n } from "@lingui/core";
import { messages } from "../src/locales/en.po";

i18n.loadAndActivate({ locale: "en", messages });
