"""Sentences of our own making, by language, that must not be taken for facts.

``MISSES`` maps a language to pairs of a sentence and the fact it must not give (``name=value``; ``*``: any value).
What sentences must give stands in ``kb/cases/``.
"""

from __future__ import annotations

MISSES: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("没有用代理，也没开梯子", "network.route=vpn"),
        ("没有绑定信用卡", "billing.enabled=True"),
        ("本地也不行", "history.works_locally=True"),
        ("key没有泄露过", "key.exposed=True"),
        ("2024年400个用户都在用，端口是8080", "error.http_status=400"),
        ("返回400个token的结果", "error.http_status=400"),
        ("不是付费账户", "project.tier=paid"),
        ("超时时间设置为60秒", "error.says=timed-out"),
        ("没有用中转，官方直连", "endpoint.kind=relay"),
    ),
    "ja": (
        ("VPNは使っていません", "network.route=vpn"),
        ("請求先アカウントは設定していません", "billing.enabled=True"),
        ("日本語で答えてください", "location.country=JP"),
        ("400円かかりました", "error.http_status=400"),
        ("有料プランではありません", "project.tier=paid"),
        ("ローカルでも動きません", "history.works_locally=True"),
    ),
    "ko": (
        ("VPN은 사용하지 않습니다", "network.route=vpn"),
        ("결제 수단은 등록하지 않았어요", "billing.enabled=True"),
        ("한국어로 대답해 주세요", "location.country=KR"),
        ("응답 500개를 받았습니다", "error.http_status=500"),
        ("유료 플랜이 아니에요", "project.tier=paid"),
    ),
    "ru": (
        ("не использую vpn", "network.route=vpn"),
        ("карту не привязывал", "billing.enabled=True"),
        ("локально не работает", "history.works_locally=True"),
        ("в 400 километрах от Москвы", "error.http_status=400"),
        ("ключ не утек", "key.exposed=True"),
        ("никогда не работало", "history.worked_before=True"),
    ),
    "es": (
        ("no uso VPN", "network.route=vpn"),
        ("no tengo facturación", "billing.enabled=True"),
        ("estoy en la oficina", "location.country=*"),
        ("me cobran 400 pesos al mes", "error.http_status=400"),
        ("no funciona en local", "history.works_locally=True"),
        ("nunca ha funcionado", "history.worked_before=True"),
    ),
    "pt": (
        ("não uso VPN", "network.route=vpn"),
        ("não ativei o faturamento", "billing.enabled=True"),
        ("estou em casa", "location.country=*"),
        ("paguei 500 reais", "error.http_status=500"),
        ("não funciona localmente", "history.works_locally=True"),
    ),
    "de": (
        ("ohne VPN", "network.route=vpn"),
        ("die Abrechnung ist nicht aktiviert", "billing.enabled=True"),
        ("ich bin in der Arbeit", "location.country=*"),
        ("das kostet 400 Euro", "error.http_status=400"),
        ("lokal funktioniert es nicht", "history.works_locally=True"),
        ("hat noch nie funktioniert", "history.worked_before=True"),
    ),
    "fr": (
        ("je n'utilise pas de VPN", "network.route=vpn"),
        ("la facturation n'est pas activée", "billing.enabled=True"),
        ("je suis en vacances", "location.country=*"),
        ("environ 400 requêtes par jour", "error.http_status=400"),
        ("ça ne marche pas en local", "history.works_locally=True"),
    ),
    "it": (
        ("non uso nessuna VPN", "network.route=vpn"),
        ("la fatturazione non è attiva", "billing.enabled=True"),
        ("sono in ufficio", "location.country=*"),
        ("costa 400 euro", "error.http_status=400"),
        ("non funziona in locale", "history.works_locally=True"),
    ),
    "fa": (
        ("از فیلترشکن استفاده نمی کنم", "network.route=vpn"),
        ("400 تومان دادم", "error.http_status=400"),
        ("در خانه هستم", "location.country=*"),
        ("کد را خواندم", "error.http_status=*"),
        ("کلید را ساختم", "error.says=no-key-given"),
    ),
    "more": (
        ("VPN kullanmıyorum", "network.route=vpn"),
        ("không dùng VPN", "network.route=vpn"),
        ("tanpa VPN", "network.route=vpn"),
        ("без vpn", "network.route=vpn"),
        ("nie używam VPN", "network.route=vpn"),
    ),
    "en": (
        ("The prompt has 400 tokens and listens on port 500", "error.http_status=*"),
        ("Traceback: File app.py, line 404, in main", "error.http_status=*"),
        ("founded in 1999 with 403 employees", "error.http_status=*"),
        ("exit code 1 after 429 seconds", "error.http_status=*"),
        ("2026-11-23 10:15:00.500 INFO started in 401 ms", "error.http_status=*"),
        ("the error rate was 0.404 today", "error.http_status=*"),
    ),
}
