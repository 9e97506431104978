internal import Asking
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Makes, lists and revokes tokens: the way in for programs and scripts.
struct TokenOffice {
    /// Tokens that one node has at most that have not ended.
    static let tokensMax = 10_000
    /// The shortest beginning of an id that revokes its token: a slip of a finger ends none.
    static let beginningMin = 6
    /// The life of a token for which none is given, in days.
    static let daysUsual = 90
    /// The longest life of a token, in days.
    static let daysMax = 365

    let node: any RunningNode

    private var context: NodeContext { node.context.station }

    func list() async throws(HeliographError) -> Items<TokenView> {
        let officers = try await node.doorkeeper.officers()
        let now = context.clock.now
        return Items(
            try await context.store.tokens().map {
                TokenView($0, of: officers[$0.officer]?.name ?? $0.officer, at: now)
            })
    }

    /// Makes a token. No row has its text; the answer of a call under an
    /// `Idempotency-Key` is kept sealed with it.
    func make(
        _ request: NewToken, by principal: Principal
    ) async throws(HeliographError) -> NewTokenView {
        let officers = try await node.doorkeeper.officers()
        let officer = try OfficerOffice.find(request.officer, among: officers)
        guard officer.state == .active else {
            throw HeliographError(
                .officerSuspended,
                "\(officer.name) is \(officer.state.rawValue). Nothing was made.")
        }
        var rights = try RightWords.read(request.rights, allowed: officer.allRights)
        if rights.isEmpty { rights = officer.allRights }
        let days = request.days ?? Self.daysUsual
        for network in request.networks.items where Network(network) == nil {
            throw HeliographError(
                .usage,
                "`\(ShownText.brief(network))` is no network. Nothing was made.",
                next: "Write it such as 10.1.0.0/16, or one address alone.")
        }
        let now = context.clock.now.flooredToSecond
        let secret = Base64.encode(context.entropy.bytes(32))
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let text = Doorkeeper.tokenPrefix + secret
        let digest = context.sealer.digest(Array(text.utf8))
        let token = AccessToken(
            id: String(digest.description.prefix(12)), digest: digest, officer: officer.key,
            rights: rights, networks: request.networks.items, made: now,
            madeBy: principal.actor, expires: now + .days(Int64(days)))
        guard
            try await context.store.tokens().count(where: { $0.isInForce(at: now) })
                < Self.tokensMax
        else {
            throw HeliographError(
                .usage, "This node has \(Self.tokensMax) tokens in force. Nothing was made.",
                next: "Revoke those that nobody uses: `heliograph token list`.")
        }
        try await context.store.commit([
            .putToken(token),
            context.audit(
                .alteration, by: principal.actor, about: .principal(officer.name),
                why: "token \(token.id) made, until \(token.expires)"),
        ])
        return NewTokenView(token: TokenView(token, of: officer.name, at: now), secret: text)
    }

    func revoke(
        _ request: RevokeToken, by principal: Principal
    ) async throws(HeliographError) -> TokenView {
        guard request.id.utf8.count >= Self.beginningMin else {
            throw HeliographError(
                .usage,
                "`\(ShownText.brief(request.id))` is too short for the beginning of a token's id. "
                    + "Nothing was revoked.",
                next: "Give \(Self.beginningMin) characters of it at least.")
        }
        let tokens = try await context.store.tokens()
        let meant = tokens.filter { $0.id.hasPrefix(request.id) }
        guard var token = meant.first, meant.count == 1 else {
            throw HeliographError(
                .notFound,
                "\(meant.isEmpty ? "No token has" : "More than one token has") the id "
                    + "`\(ShownText.brief(request.id))`. Nothing was revoked.",
                next: "`heliograph token list` shows the ids.")
        }
        let officers = try await node.doorkeeper.officers()
        let name = officers[token.officer]?.name ?? token.officer
        let now = context.clock.now.flooredToSecond
        if token.revoked == nil {
            token.revoked = now
            token.revokedBy = principal.actor
            try await context.store.commit([
                .putToken(token),
                context.audit(
                    .alteration, by: principal.actor, about: .principal(name),
                    why: "token \(token.id) revoked"),
            ])
        }
        return TokenView(token, of: name, at: now)
    }
}

extension AccessToken {
    /// True if the token was neither revoked nor has ended.
    func isInForce(at now: Instant) -> Bool { revoked == nil && now < expires }
}
