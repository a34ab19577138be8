#if Service
  internal import HTTPTypes
  internal import Hummingbird

  /// A file of the page. The page scores nothing: it asks the routes beside it.
  struct PageFile: Sendable {
    let bytes: [UInt8]
    let type: MediaType

    /// Of a path: `/`, a model's `/models/<id>`, or `/page/<file>`.
    static func at(_ path: String) -> PageFile? {
      path.hasPrefix("/models/") ? model : files[path]
    }

    /// What the router knows them by.
    static let paths = Array(files.keys) + ["/models/:id"]

    private static let model = PageFile(bytes: PackageResources.model_html, type: .html)

    private static let files: [String: PageFile] = [
      "/": PageFile(bytes: PackageResources.index_html, type: .html),
      "/page/page.css": PageFile(bytes: PackageResources.page_css, type: .css),
      "/page/page.js": PageFile(bytes: PackageResources.page_js, type: .javascript),
      "/page/model.js": PageFile(bytes: PackageResources.model_js, type: .javascript),
      "/page/engine.js": PageFile(bytes: PackageResources.engine_js, type: .javascript),
      "/page/form.js": PageFile(bytes: PackageResources.form_js, type: .javascript),
      "/page/answers.js": PageFile(bytes: PackageResources.answers_js, type: .javascript),
      "/page/benefit.js": PageFile(bytes: PackageResources.benefit_js, type: .javascript),
      "/page/drawings.js": PageFile(bytes: PackageResources.drawings_js, type: .javascript),
      "/page/elements.js": PageFile(bytes: PackageResources.elements_js, type: .javascript),
      "/page/words.js": PageFile(bytes: PackageResources.words_js, type: .javascript),
      "/page/icon.svg": PageFile(bytes: PackageResources.icon_svg, type: .svg),
    ]

    /// What the page may do: its own files and its own routes, and nothing inline.
    static let contentSecurityPolicy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      + "require-trusted-types-for 'script'; trusted-types 'none'"
  }

  extension ServiceRoutes {
    func page(_ request: Request, _ context: ServiceContext) async throws -> Response {
      guard let file = PageFile.at(request.uri.path) else { throw HTTPError(.notFound) }
      return Response(
        file.bytes, file.type,
        headers: [.contentSecurityPolicy: PageFile.contentSecurityPolicy])
    }
  }
#endif
